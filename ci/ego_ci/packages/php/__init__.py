"""PHP packages: PSR-4 classes with composer.json, as Composer installs them."""
