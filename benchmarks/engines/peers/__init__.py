"""What is measured side by side, one file each: every peer answers the works it can."""

from benchmarks.engines.peers.peer import Peer, Way

__all__ = ["Peer", "Way"]
