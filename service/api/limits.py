"""How often one client may ask: in memory, so that no read writes anything, and of each process its share.

By the generic cell rate algorithm (ITU-T I.371): of each client only the moment is kept from which all is free again.
"""

from collections import OrderedDict
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil, floor
from threading import Lock
from typing import Final

from service.api.headers import Headers

WINDOW_S: Final = 60
MOST_CLIENTS: Final = 10_000
"""So many are remembered; who was not heard of longest is forgotten, which lets in one who may have been refused."""

IPV6_PREFIX: Final = 64
"""Whoever has an address of IPv6 has so many bits of them."""


class Limits:
    """What each client has left; `per_minute` is for this process, and 0 for no limit."""

    def __init__(self, per_minute: int, trusted_proxies: int = 0) -> None:
        self.per_minute, self.trusted_proxies = per_minute, trusted_proxies
        self._each_s = WINDOW_S / per_minute if per_minute else 0.0
        self._policy = ("RateLimit-Policy", f'"default";q={per_minute};w={WINDOW_S}')
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    @property
    def remembered(self) -> int:
        """How many clients are remembered."""
        return len(self._free_at)

    def take(self, client: str, now: float) -> tuple[Headers, int]:
        """Count one request; give the headers of its answer, and in how many seconds to ask again: 0 if it is taken."""
        with self._lock:
            free_at = max(self._free_at.get(client, now), now) + self._each_s
            wait_s = free_at - now - WINDOW_S
            if wait_s > 0:
                return [self._policy, ("RateLimit", f'"default";r=0;t={ceil(free_at - now - self._each_s)}')], ceil(
                    wait_s
                )
            self._free_at[client] = free_at
            self._free_at.move_to_end(client)
            if len(self._free_at) > MOST_CLIENTS:
                self._free_at.popitem(last=False)
        left, full_in_s = floor(-wait_s / self._each_s), ceil(free_at - now)
        return [self._policy, ("RateLimit", f'"default";r={left};t={full_in_s}')], 0

    def address(self, peer: str, forwarded: str) -> str:
        """Give whose address counts: the peer's or, behind so many proxies, what the outermost of them saw."""
        seen = forwarded.rsplit(",", self.trusted_proxies) if self.trusted_proxies else []
        outermost = seen[-self.trusted_proxies].strip() if len(seen) >= self.trusted_proxies > 0 else ""
        return network_of(outermost or peer)


@lru_cache(MOST_CLIENTS)
def network_of(address: str) -> str:
    """Give what one client has: an address, or of IPv6 a network; what is neither stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    mapped = found.ipv4_mapped
    return str(mapped or ip_network((found, IPV6_PREFIX), strict=False))
