/** A picture that a telephone reads, drawn here: what it says goes nowhere else. */
import { encode } from 'uqr';

/** Light around it, which readers need (ISO/IEC 18004: four modules). */
const QUIET = 4;

export function QrCode({ text, label, size = 208 }: { text: string; label: string; size?: number }) {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 0 });
  const side = modules + 2 * QUIET;
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])));
  return (
    <svg width={size} height={size} viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <title>{label}</title>
      {/* Dark on light in both schemes: readers do not know the other way round. */}
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path.join('')} fill="#000000" shapeRendering="crispEdges" />
    </svg>
  );
}
