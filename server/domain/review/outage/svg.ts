/** The lanes of an outage as one SVG: readiness, sessions, agents and round-trip times over the same axis. Shapes besides colours. */
import type { HistoryPoint, OutageReview } from '#contract';
import type { Span } from '../../history/timeline';
import { escaped } from './documents';
import { laneName, timeText } from './say';
import { medianOf } from './spans';

const WIDTH = 1_200;
const LEFT = 250;
const RIGHT = 16;
const LANE = 16;
const GAP = 4;
const RTT_HEIGHT = 64;
const HEAD = 22;

interface Pen {
  y: number;
  parts: string[];
  x(at: number): number;
}

/** @param zone of the times on the axis */
export function outageSvg(review: OutageReview, zone: string): string {
  const { from, to } = review;
  const pen: Pen = {
    ...{ y: 8, parts: [] },
    x: (at) => LEFT + ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * (WIDTH - LEFT - RIGHT),
  };
  section(pen, 'Readiness');
  for (const server of review.readiness)
    for (const { rung, spans } of server.rungs)
      lane(
        pen,
        `${server.nodeName} (${server.side}) ${rung}`,
        spans.map((s) => ({ ...s, look: rungLooks[s.status], words: s.status })),
      );
  section(pen, 'Sessions');
  for (const { nodeName, transport, spans } of review.sessions)
    lane(
      pen,
      `${nodeName} ${transport}`,
      spans.map((s) => ({ ...s, look: phaseLooks[s.phase], words: s.phase })),
    );
  if (review.lanes.length > 0) {
    section(pen, `Agents${review.lanesLeftOut === 0 ? '' : ` (${review.lanesLeftOut} more are not drawn)`}`);
    for (const a of review.lanes)
      lane(
        pen,
        `${laneName(a)}, ${a.teamName}`,
        a.spans.map((s) => ({ ...s, look: healthLooks[s.health], words: s.health })),
      );
  }
  section(pen, 'Round-trip time: median, p95 and the longest, ms');
  for (const { nodeName, transport, points } of review.rtt) rtt(pen, `${nodeName} ${transport}`, points);
  marks(pen, review);
  axis(pen, review, zone);
  const height = pen.y + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(review.incident.title)}" font-family="system-ui, sans-serif" font-size="11">
<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" stroke="#5c7cfa" stroke-width="1.4"/></pattern></defs>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${shade(pen, review.trouble, height)}
${pen.parts.join('\n')}
</svg>
`;
}

/** Trouble is tall, well-being low, what is not known hatched. */
interface Look {
  fill: string;
  top: number;
  height: number;
}
const low: Look = { fill: '#8bbf96', top: 10, height: 6 };
const bad: Look = { fill: '#c92a2a', top: 0, height: 16 };
const middling: Look = { fill: '#d9480f', top: 4, height: 12 };
const quiet: Look = { fill: '#b7bec6', top: 13, height: 3 };
const hatched: Look = { fill: 'url(#hatch)', top: 0, height: 16 };
const rungLooks = { good: low, bad, unknown: hatched, 'expected-down': quiet } as const;
const phaseLooks = { online: low, connecting: middling, backoff: bad, stopped: quiet, unknown: hatched } as const;
const healthLooks = {
  ...{ connected: low, unstable: { ...middling, fill: '#b08900' }, 'at-risk': middling, 'forced-out': bad },
  ...{ 'logged-out': quiet, unknown: hatched },
} as const;

function section(pen: Pen, name: string): void {
  pen.y += 10;
  pen.parts.push(`<text x="8" y="${pen.y + 12}" font-weight="600">${escaped(name)}</text>`);
  pen.y += HEAD;
}

function lane(pen: Pen, name: string, spans: readonly (Span & { look: Look; words: string })[]): void {
  const rects = spans.map(({ from, to, look, words }) => {
    const [x, end] = [pen.x(from), pen.x(to)];
    return `<rect x="${x.toFixed(1)}" y="${pen.y + look.top}" width="${Math.max(1, end - x).toFixed(1)}" height="${look.height}" fill="${look.fill}"><title>${escaped(words)}</title></rect>`;
  });
  pen.parts.push(`<text x="8" y="${pen.y + 12}" fill="#3b434c">${escaped(name.slice(0, 44))}</text>`, ...rects);
  pen.y += LANE + GAP;
}

function rtt(pen: Pen, name: string, points: readonly HistoryPoint[]): void {
  const top = Math.max(10, ...points.map((p) => p.p95Ms ?? 0)) * 1.1;
  const y = (ms: number) => pen.y + RTT_HEIGHT - (Math.min(top, ms) / top) * (RTT_HEIGHT - 4);
  const mid = (p: HistoryPoint) => pen.x((p.from + p.to) / 2);
  const line = (of: (p: HistoryPoint) => number | null, stroke: string, width: number) =>
    `<path d="${pathOf(points, mid, (p) => mapped(of(p), y))}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
  const misses = points
    .filter((p) => p.misses > 0)
    .map(
      (p) =>
        `<rect x="${(mid(p) - 1).toFixed(1)}" y="${pen.y}" width="2" height="6" fill="#c92a2a"><title>${p.misses} missed</title></rect>`,
    );
  pen.parts.push(
    `<text x="8" y="${pen.y + 14}" fill="#3b434c">${escaped(name)}</text>`,
    `<text x="8" y="${pen.y + 28}" fill="#5a636e">0 to ${Math.round(top)} ms</text>`,
    line((p) => p.maxMs, '#c3cad2', 1),
    line((p) => p.p95Ms, '#7c8896', 1),
    line((p) => p.p50Ms, '#1c5fb8', 1.5),
    ...misses,
  );
  pen.y += RTT_HEIGHT + GAP;
}

const mapped = (value: number | null, y: (ms: number) => number): number | null => (value === null ? null : y(value));

/** With a break where nothing was answered, or nothing was asked. */
function pathOf(
  points: readonly HistoryPoint[],
  x: (p: HistoryPoint) => number,
  y: (p: HistoryPoint) => number | null,
): string {
  let pen = 'M';
  let before: HistoryPoint | undefined;
  const usual = medianOf(points.slice(1).map((p, n) => p.from - (points[n]?.from ?? p.from))) ?? 0;
  return points
    .flatMap((p) => {
      const at = y(p);
      if (before !== undefined && p.from - before.from > 4 * usual) pen = 'M';
      before = p;
      if (at === null) {
        pen = 'M';
        return [];
      }
      const step = `${pen}${x(p).toFixed(1)} ${at.toFixed(1)}`;
      pen = 'L';
      return [step];
    })
    .join('');
}

function marks(pen: Pen, { marks: all }: OutageReview): void {
  section(pen, 'What happened');
  for (const m of all) {
    const x = pen.x(m.at).toFixed(1);
    const colour = m.kind === 'failure' ? '#c92a2a' : m.kind === 'recovery' ? '#2b8a3e' : '#5a636e';
    pen.parts.push(
      `<path d="M${x} ${pen.y} v12" stroke="${colour}" stroke-width="2"><title>${escaped(m.text)}</title></path>`,
    );
  }
  pen.y += LANE;
}

const steps = [10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400, 604_800].map((s) => s * 1_000);

function axis(pen: Pen, { from, to }: OutageReview, zone: string): void {
  const step = steps.find((s) => (to - from) / s <= 10) ?? 2_592_000_000;
  pen.y += 14;
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const x = pen.x(at).toFixed(1);
    const label = timeText(at, zone);
    const words = step >= 86_400_000 ? label.slice(5, 10) : label.slice(11, step < 60_000 ? 19 : 16);
    pen.parts.push(
      `<path d="M${x} 8 V${pen.y - 12}" stroke="#e6e9ed" stroke-width="1"/>`,
      `<text x="${x}" y="${pen.y}" text-anchor="middle" fill="#5a636e">${words}</text>`,
    );
  }
  pen.y += 16;
  pen.parts.push(
    `<text x="${LEFT}" y="${pen.y}" fill="#5a636e">${timeText(from, zone)} to ${timeText(to, zone)}, ${escaped(zone)}</text>`,
  );
}

function shade(pen: Pen, { from, to }: Span, height: number): string {
  const [x, end] = [pen.x(from), pen.x(to)];
  return `<rect x="${x.toFixed(1)}" y="0" width="${Math.max(1, end - x).toFixed(1)}" height="${height}" fill="#fff3ee"><title>The trouble</title></rect>`;
}
