"""The Java output, compiled by javac and run."""
