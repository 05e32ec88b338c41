// "FWIX" in the order of bytes that the numbers behind it have: another machine's index is not taken for ours.
const MAGIC = 0x58495746;
/** Counted up whenever parsing or the format changes: an older index is built anew. */
const FORMAT_VERSION = 5;
/** Magic, version, checksum, whether it is the last block, bytes of names, bytes of files, how many numbers. */
const HEADER_NUMBERS = 7;
const CHECKSUM_AT = 2;
const BYTES_PER_NUMBER = 4;
const HEADER_BYTES = HEADER_NUMBERS * BYTES_PER_NUMBER;

/** A part of a saved index that can be read once those before it have been. */
export interface IndexBlock {
  /** No other block follows. */
  readonly isLast: boolean;
  /** JSON of the names that are new in this block. */
  readonly names: string;
  /** JSON of the files, one a line. */
  readonly files: string;
  readonly numbers: Int32Array;
}

/** A saved index that can't be used; the message says why. */
export class UnreadableIndexError extends Error {}

export function encodeBlock(block: Omit<IndexBlock, 'numbers'>, numbers: readonly Int32Array[]): Uint8Array {
  const encoder = new TextEncoder();
  const names = encoder.encode(block.names);
  const files = encoder.encode(block.files);
  const numberCount = numbers.reduce((sum, { length }) => sum + length, 0);
  const numbersAt = HEADER_BYTES + wholeNumbers(names.length + files.length);
  const bytes = new Uint8Array(numbersAt + numberCount * BYTES_PER_NUMBER);
  bytes.set(names, HEADER_BYTES);
  bytes.set(files, HEADER_BYTES + names.length);
  const cells = new Int32Array(bytes.buffer);
  let at = numbersAt / BYTES_PER_NUMBER;
  for (const some of numbers) {
    cells.set(some, at);
    at += some.length;
  }
  cells.set([MAGIC, FORMAT_VERSION, 0, block.isLast ? 1 : 0, names.length, files.length, numberCount]);
  cells[CHECKSUM_AT] = checksum(cells);
  return bytes;
}

function wholeNumbers(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_NUMBER) * BYTES_PER_NUMBER;
}

/** Puts chunks of any size together to blocks. `next` throws `UnreadableIndexError`. */
export class BlockReader {
  private readonly chunks: Uint8Array[] = [];
  private size = 0;
  private header: Int32Array | undefined;

  add(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** Whether what was added ends with a block. */
  get isAtEnd(): boolean {
    return this.size === 0 && this.header === undefined;
  }

  /** Undefined until more is added. */
  next(): IndexBlock | undefined {
    this.header ??= this.takeHeader();
    if (this.header === undefined) return undefined;
    const [, , , isLast, nameBytes = 0, fileBytes = 0, numberCount = 0] = this.header;
    const textBytes = wholeNumbers(nameBytes + fileBytes);
    const body = this.take(textBytes + numberCount * BYTES_PER_NUMBER);
    if (body === undefined) return undefined;
    const sum = checksum(new Int32Array(body.buffer), checksum(this.header));
    if (sum !== this.header[CHECKSUM_AT]) throw new UnreadableIndexError('its checksum is wrong');
    this.header = undefined;
    const decoder = new TextDecoder();
    return {
      isLast: isLast === 1,
      names: decoder.decode(body.subarray(0, nameBytes)),
      files: decoder.decode(body.subarray(nameBytes, nameBytes + fileBytes)),
      numbers: new Int32Array(body.buffer, textBytes, numberCount),
    };
  }

  private takeHeader(): Int32Array | undefined {
    const bytes = this.take(HEADER_BYTES);
    if (bytes === undefined) return undefined;
    const header = new Int32Array(bytes.buffer);
    if (header[0] !== MAGIC || header[1] !== FORMAT_VERSION)
      throw new UnreadableIndexError('another version wrote it');
    if (header.subarray(CHECKSUM_AT + 1).some((length) => length < 0))
      throw new UnreadableIndexError('its parts do not fit together');
    return header;
  }

  /** Views of numbers need an aligned start, so that what is taken is always a copy. */
  private take(length: number): Uint8Array<ArrayBuffer> | undefined {
    if (this.size < length) return undefined;
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const chunk = this.chunks[0] ?? taken;
      const part = chunk.subarray(0, length - at);
      taken.set(part, at);
      at += part.length;
      if (part.length === chunk.length) this.chunks.shift();
      else this.chunks[0] = chunk.subarray(part.length);
    }
    this.size -= length;
    return taken;
  }
}

/** FNV-1a over numbers, the first of which are a header: its place for the checksum counts for nothing. */
function checksum(numbers: Int32Array, before?: number): number {
  let hash = before ?? 0x811c9dc5;
  for (let at = 0; at < numbers.length; at += 1) {
    if (before !== undefined || at !== CHECKSUM_AT) hash = Math.imul(hash ^ (numbers[at] ?? 0), 0x01000193);
  }
  return hash | 0;
}
