/** Event ids as bytes: a UUID takes 17 instead of 36, and a name that is none still comes back as it was. */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Hexadecimal digits of: a byte 1 and the 16 bytes of a UUID in lower case, or a byte 0 and UTF-8. */
export function idToHex(id: string): string {
  return uuid.test(id) ? `01${id.replaceAll('-', '')}` : `00${Buffer.from(id, 'utf8').toString('hex')}`;
}

export function idFromBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0) return buffer.toString('utf8', 1);
  const hex = buffer.toString('hex', 1);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
