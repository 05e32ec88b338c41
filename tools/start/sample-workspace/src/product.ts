import type { Cents } from './money';

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: Cents;
}

export const products: readonly Product[] = [
  { sku: 'TEA-1', name: 'Green tea', price: 450 },
  { sku: 'TEA-2', name: 'Black tea', price: 390 },
  { sku: 'CUP-1', name: 'Tea cup', price: 1200 },
];

export function findProduct(sku: string): Product | undefined {
  return products.find((product) => product.sku === sku);
}
