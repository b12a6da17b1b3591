"""npm packages: TypeScript compiled to ES modules and to CommonJS, with declarations for both."""
