"""buf-plugin-ego, through real buf and on its own."""
