"""The face of the plugin: dock, map tools, options. No planning logic."""
