/** Each folder of src/ with the folders it may import from. */
export const layers: Readonly<Record<string, readonly string[]>>;
