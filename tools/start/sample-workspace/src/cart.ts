import { formatCents, sum, type Cents } from './money';
import { findProduct, type Product } from './product';

export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
}

export class Cart {
  private readonly lines: CartLine[] = [];

  get total(): Cents {
    return sum(this.lines.map((line) => line.product.price * line.quantity));
  }

  add(sku: string, quantity: number): void {
    const product = findProduct(sku);

    this.lines.push({ product, quantity });
  }

  remove(sku: string): void {
    const index = this.lines.findIndex((line) => line.product.sku === sku);
    if (index === -1) {
      throw new Error(`There is no ${sku} in the cart.`);
    }
    this.lines.splice(index, 1);
  }

  toString(): string {
    return `${this.lines.length} products for ${formatCents(this.total)}`;
  }
}
