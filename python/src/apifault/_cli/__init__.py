"""The command `apifault`: one module for each subcommand, and what they share."""
