"""Which addresses are the public internet, and which others a user may mean by typing them. Pure."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# IANA special-purpose registries (RFC 6890 and its updates), and multicast. The standard library's `is_global`
# differs between patch releases of Python and calls multicast and site-local addresses global.
_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
# Teredo and other protocol assignments, documentation, 6to4 (it carries any IPv4 address), documentation.
_NOT_PUBLIC_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_UNICAST_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_MAY_BE_MEANT: tuple[IPv4Network | IPv6Network, ...] = (
    *map(IPv4Network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")),
    *map(IPv6Network, ("::1/128", "fc00::/7")),
)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet; IPv4 inside IPv6 (mapped, NAT64) counts as what it is."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _UNICAST_6 and not any(address in network for network in _NOT_PUBLIC_6)


def literal(host: str) -> Address | None:
    """The address that a host spells out in its usual form, or None for a name (`0x7f000001` is one)."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_private_host(host: str) -> bool:
    """Whether a host says by itself that it is not on the public internet."""
    address = literal(host)
    return host == "localhost" or (address is not None and not is_public(address))


def may_be_meant(host: str) -> bool:
    """Whether somebody who types this host can mean it: `localhost`, a loopback or a private address.

    Not link-local ones (cloud metadata lives there), `0.0.0.0`, multicast or other spellings of an address.
    """
    address = literal(host)
    return host == "localhost" or (address is not None and any(address in network for network in _MAY_BE_MEANT))
