"""One wrapper per external program: arguments in, typed results out."""
