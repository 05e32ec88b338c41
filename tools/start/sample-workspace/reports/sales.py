"""Sums up the sales of a day."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sale:
    sku: str
    quantity: int
    price: int


def by_sku(sales: list[Sale]) -> dict[str, int]:
    quantities: dict[str, int] = {}
    for sale in sales:
        quantities[sale.sku] = quantities.get(sale.sku, 0) + sale.quantity
    return quantities


def worst_seller(sales: list[Sale]) -> str | None:
    if not sales:
        return None
    return min(sales, key=lambda sale: sale.quantity).sku


def best_seller(sales: list[Sale]) -> str | None:

    return max(sales, key=lambda sale: sale.quantity).sku
