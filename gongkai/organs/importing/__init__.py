"""Lists of organs, sections and people as files: read into lines, each cell as text, with sentences about what is wrong."""
