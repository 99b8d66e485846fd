"""A graph of networkx over arrays: the only module that knows networkx.

A library of 1,600 shelves has 740,000 straight walks; kept by networkx itself they take half a
gigabyte. Here they stay in a sparse matrix, and a node's neighbours are made when they are asked
for. What is more than a walk (stairs, lifts, doors that are passed one way) is a small graph of
networkx as usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Graph = nx.Graph[int]
else:
    Graph = nx.Graph

Edge = dict[str, Any]


class Neighbours(Mapping[int, dict[int, Edge]]):
    """Neighbours of each node with the edges there, as networkx keeps them.

    Parameters
    ----------
    walks : csr_array
        Lengths of straight walks in metres, the same both ways, shape (nodes, nodes).
    joints : nx.Graph
        All nodes, and the edges beside the walks.
    """

    def __init__(self, walks: csr_array, joints: Graph) -> None:
        self._walks = walks
        self._joints = joints

    def __getitem__(self, node: int) -> dict[int, Edge]:
        """Give the neighbours of a node."""
        joints = self._joints.adj[node]
        # Nodes that were added to the joints have no walks.
        here = slice(*self._walks.indptr.take((node, node + 1), mode="clip"))
        others, lengths_m = self._walks.indices[here].tolist(), self._walks.data[here].tolist()
        found: dict[int, Edge] = {
            other: {"length": length_m} for other, length_m in zip(others, lengths_m, strict=True)
        }
        found.update(joints)
        return found

    def __iter__(self) -> Iterator[int]:
        """Give all nodes."""
        return iter(self._joints)

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self._joints)


def view_network(walks: csr_array, joints: Graph) -> Graph:
    """Give the graph of ways as algorithms of networkx take it.

    Edges have a ``length`` in metres (or what stairs and lifts are worth) and, where there is
    one, ``connector`` or ``door``; ``only_from`` is the node from which alone an edge is passed.

    Parameters
    ----------
    walks : csr_array
        Lengths of straight walks in metres, the same both ways, shape (nodes, nodes).
    joints : nx.Graph
        All nodes, and the edges beside the walks; what is added to it is added here.

    Returns
    -------
    nx.Graph
        Frozen; a copy of it can be changed.
    """
    network = Graph()
    # As networkx makes its own views of graphs.
    vars(network).update(_node=joints.nodes, _adj=Neighbours(walks, joints))
    frozen: Graph = nx.freeze(network)
    return frozen
