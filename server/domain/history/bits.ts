/** Bits in and out of bytes, most significant first, and whole numbers in Rice codes that learn how large they usually are. */

/** Up to here whole numbers survive every step of the coding. */
export const LARGEST = 2 ** 50;
/** A quotient of this many ones says: the number follows with its length. */
const ESCAPE = 20;
const LENGTH_BITS = 6;
/** Of a window, whatever bit it begins at. */
const SURE_BITS = 25;

export class BitWriter {
  #bytes = new Uint8Array(64);
  #bits = 0;

  /** The lowest `width` bits of `value`, a whole number in 0 … `LARGEST`. */
  write(value: number, width: number): void {
    if (width > 24) {
      this.write(Math.floor(value / 2 ** 24), width - 24);
      this.write(value % 2 ** 24, 24);
      return;
    }
    this.#grow(width);
    for (let left = width; left > 0; ) {
      const room = 8 - (this.#bits & 7);
      const take = Math.min(room, left);
      const piece = (value >>> (left - take)) & ((1 << take) - 1);
      const at = this.#bits >>> 3;
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (piece << (room - take));
      this.#bits += take;
      left -= take;
    }
  }

  ones(count: number): void {
    for (let left = count; left > 0; left -= 16) this.write(0xffff, Math.min(16, left));
  }

  /** The last byte is filled up with zeros. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, (this.#bits + 7) >>> 3);
  }

  #grow(width: number): void {
    if ((this.#bits + width + 7) >>> 3 <= this.#bytes.length) return;
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Never throws: beyond the end it reads zeros and says so afterwards. */
export class BitReader {
  #bit: number;
  /** From here on a window of four bytes reaches beyond the end. */
  readonly #lastWhole: number;

  /** Of the bytes those in [from, to) are read. */
  constructor(
    readonly bytes: Uint8Array,
    from = 0,
    readonly to: number = bytes.length,
  ) {
    this.#bit = from * 8;
    this.#lastWhole = to - 4;
  }

  read(width: number): number {
    if (width > 24) {
      const high = this.read(width - 24);
      return high * 2 ** 24 + this.read(24);
    }
    if (width === 0) return 0;
    const value = this.#window() >>> (32 - width);
    this.#bit += width;
    return value;
  }

  /** How many ones come before the next zero, which is eaten too; `most` (up to 24) of them end it without a zero. */
  ones(most: number): number {
    const count = Math.min(most, Math.clz32(~this.#window()));
    this.#bit += count < most ? count + 1 : count;
    return count;
  }

  /**
   * A quotient in ones, its zero, and `width` (up to 24) bits of remainder, in one look; -1 = not short enough for that, and nothing was
   * read.
   */
  short(width: number): number {
    const window = this.#window();
    const ones = Math.clz32(~window);
    const length = ones + 1 + width;
    if (ones >= ESCAPE || length > SURE_BITS) return -1;
    this.#bit += length;
    return (ones << width) | (((window << (ones + 1)) >>> 1) >>> (31 - width));
  }

  /** The next 32 bits, of which the last seven may be missing. */
  #window(): number {
    const at = this.#bit >>> 3;
    const { bytes } = this;
    if (at > this.#lastWhole) return this.#windowAtEnd(at);
    const word =
      ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    return word << (this.#bit & 7);
  }

  /** Apart, because looking beyond the end of bytes is slow, and makes slow what does it only now and then. */
  #windowAtEnd(at: number): number {
    let word = 0;
    for (let i = 0; i < 4; i++) word |= (at + i < this.to ? (this.bytes[at + i] ?? 0) : 0) << (24 - 8 * i);
    return word << (this.#bit & 7);
  }

  /** More was read than there is. */
  overrun(): boolean {
    return this.#bit > this.to * 8;
  }

  /** Bits that are left. */
  left(): number {
    return this.to * 8 - this.#bit;
  }

  /** Nothing but the zeros that fill the last byte. */
  atEnd(): boolean {
    const left = this.left();
    return left >= 0 && left < 8 && this.read(left) === 0;
  }
}

/** Numbers of one kind: writer and reader learn the same from the same numbers, so nothing is said about sizes. */
export class Rice {
  #sum: number;
  #seen = 1;

  /** @param usual about how large the first number is */
  constructor(readonly usual: number) {
    this.#sum = usual;
  }

  /** As if it had seen nothing yet. */
  forget(): void {
    this.#sum = this.usual;
    this.#seen = 1;
  }

  /** A whole number in 0 … `LARGEST`. Throws `RangeError` beyond, which would not come back as it was. */
  write(bits: BitWriter, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > LARGEST) throw new RangeError(`cannot be coded: ${value}`);
    const width = this.#width();
    const quotient = Math.floor(value / power(width));
    if (quotient < ESCAPE) {
      bits.ones(quotient);
      bits.write(0, 1);
      bits.write(value % power(width), width);
    } else {
      const length = lengthOf(value);
      bits.ones(ESCAPE);
      bits.write(length, LENGTH_BITS);
      bits.write(value, length);
    }
    this.#learn(value, width);
  }

  read(bits: BitReader): number {
    const width = this.#width();
    const short = bits.short(width);
    const value = short >= 0 ? short : readLong(bits, width);
    this.#learn(value, width);
    return value;
  }

  writeSigned(bits: BitWriter, value: number): void {
    this.write(bits, value < 0 ? -2 * value - 1 : 2 * value);
  }

  readSigned(bits: BitReader): number {
    const value = this.read(bits);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Rounded up to a power of two, a bit less than half of the mean was the cheapest divisor over plausible pings. */
  #width(): number {
    const divisor = Math.ceil((this.#sum * 0.45) / this.#seen);
    return divisor <= 1 ? 0 : Math.min(30, 32 - Math.clz32(divisor - 1));
  }

  /** A single outlier must not make the next ones long. */
  #learn(value: number, width: number): void {
    this.#sum += Math.min(value, power(Math.min(width + 2, 28)));
    this.#seen += 1;
    if (this.#seen < 48) return;
    this.#sum /= 2;
    this.#seen /= 2;
  }
}

function readLong(bits: BitReader, width: number): number {
  const quotient = bits.ones(ESCAPE);
  return quotient < ESCAPE
    ? quotient * power(width) + bits.read(width)
    : bits.read(Math.min(51, bits.read(LENGTH_BITS)));
}

function lengthOf(value: number): number {
  return value < 2 ** 31 ? 32 - Math.clz32(value) : 32 - Math.clz32(Math.floor(value / 2 ** 31)) + 31;
}

/** Of two, up to 30. */
function power(exponent: number): number {
  return 1 << exponent;
}
