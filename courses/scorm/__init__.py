"""SCORM packages: the archive, its manifest, the data model and its frame."""
