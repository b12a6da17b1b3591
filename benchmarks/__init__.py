"""The figures of the README's performance table: ratios against named peers, measured in one run."""
