from vkc.search.services.indexing import index, rebuild, remove
from vkc.search.services.searching import REACHABLE, Hit, Results, find

__all__ = ["REACHABLE", "Hit", "Results", "find", "index", "rebuild", "remove"]
