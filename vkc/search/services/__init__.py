from vkc.search.services.indexing import index, rebuild, remove
from vkc.search.services.searching import Hit, Results, find

__all__ = ["Hit", "Results", "find", "index", "rebuild", "remove"]
