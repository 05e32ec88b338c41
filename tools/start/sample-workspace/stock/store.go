// Package stock keeps the quantities on the shelves.
package stock

import (
	"encoding/json"
	"fmt"
	"os"
)

// Store maps a product's SKU to the quantity in stock.
type Store struct {
	Quantities map[string]int `json:"quantities"`
}

// Load reads a store from a JSON file.
func Load(path string) (*Store, error) {
	data, err := os.ReadFile(path)

	var store Store
	if err := json.Unmarshal(data, &store); err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	return &store, nil
}

// Take removes a quantity from the shelf.
func (s *Store) Take(sku string, quantity int) error {
	if s.Quantities[sku] < quantity {
		return fmt.Errorf("only %d of %s left", s.Quantities[sku], sku)
	}
	s.Quantities[sku] -= quantity
	return nil
}
