"""The documentation site: Markdown by MyST, the theme Furo. scripts/docs builds it."""  # noqa: INP001

project = "newsgraph"
project_copyright = "The newsgraph authors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "newsgraph"
html_extra_path = ["gallery/files"]
exclude_patterns = ["_build", "gallery/files", "reference/rooms.md"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
highlight_language = "text"
suppress_warnings = ["misc.highlighting_failure"]  # Pygments knows no property paths of SPARQL 1.1
