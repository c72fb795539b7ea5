/** A summary as Markdown and as a page that needs nothing else: no script, no style sheet, nothing to load. */
import type { Block, Cell } from './summary';

export function markdownOf(blocks: readonly Block[], chart: (name: string) => string): string {
  return `${blocks.map((b) => markdownBlock(b, chart)).join('\n\n')}\n`;
}

function markdownBlock(b: Block, chart: (name: string) => string): string {
  switch (b.kind) {
    case 'title':
      return `# ${markdownText(b.text)}`;
    case 'heading':
      return `## ${markdownText(b.text)}`;
    case 'text':
      return markdownText(b.text);
    case 'list':
      return b.items.map((item) => `- ${markdownText(item)}`).join('\n');
    case 'code':
      return ['```', ...b.lines, '```'].join('\n');
    case 'chart':
      return `![${markdownText(b.alt)}](${chart(b.name)})`;
    case 'table':
      return [row(b.head), `| ${b.head.map(() => '---').join(' | ')} |`, ...b.rows.map(row)].join('\n');
  }
}

const row = (cells: readonly Cell[]): string => `| ${cells.map((c) => markdownText(String(c ?? ''))).join(' | ')} |`;

/** What people typed must not become a heading, a link, a cell or HTML. */
function markdownText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#]/g, (c) => `\\${c}`)
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^([-+])/, '\\$1');
}

/** @param charts SVG by name, put into the page */
export function htmlOf(blocks: readonly Block[], charts: Readonly<Record<string, string>>): string {
  const title = blocks.find((b) => b.kind === 'title');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(title?.kind === 'title' ? title.text : 'Outage')}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${blocks.map((b) => htmlBlock(b, charts)).join('\n')}
</main>
</body>
</html>
`;
}

function htmlBlock(b: Block, charts: Readonly<Record<string, string>>): string {
  switch (b.kind) {
    case 'title':
      return `<h1>${escaped(b.text)}</h1>`;
    case 'heading':
      return `<h2>${escaped(b.text)}</h2>`;
    case 'text':
      return `<p>${escaped(b.text)}</p>`;
    case 'list':
      return `<ul>${b.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
    case 'code':
      return `<pre>${escaped(b.lines.join('\n'))}</pre>`;
    case 'chart':
      return `<figure>${charts[b.name] ?? ''}<figcaption>${escaped(b.alt)}</figcaption></figure>`;
    case 'table':
      return htmlTable(b);
  }
}

function htmlTable({ caption, head, rows }: Extract<Block, { kind: 'table' }>): string {
  const facts = head.every((h) => h === '');
  const cells = (cells: readonly Cell[]) =>
    cells
      .map((c, n) =>
        facts && n === 0 ? `<th scope="row">${escaped(String(c ?? ''))}</th>` : `<td>${escaped(String(c ?? ''))}</td>`,
      )
      .join('');
  const top = facts ? '' : `<thead><tr>${head.map((h) => `<th scope="col">${escaped(h)}</th>`).join('')}</tr></thead>`;
  const body = rows.map((r) => `<tr>${cells(r)}</tr>`).join('');
  return `<table><caption>${escaped(caption)}</caption>${top}<tbody>${body}</tbody></table>`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light; }
body { font: 14px/1.5 system-ui, "Segoe UI", sans-serif; color: #1a1d21; background: #fff; margin: 0; font-variant-numeric: tabular-nums; }
main { max-width: 1040px; margin: 0 auto; padding: 24px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 17px; margin: 28px 0 6px; break-after: avoid; }
ul { margin: 0; padding-left: 18px; }
table { border-collapse: collapse; margin: 6px 0 12px; }
caption { text-align: left; color: #5a636e; padding: 2px 0; }
th, td { text-align: left; vertical-align: top; padding: 3px 16px 3px 0; border-bottom: 1px solid #dfe3e8; overflow-wrap: anywhere; }
thead th { color: #5a636e; font-weight: 500; }
tbody th { color: #5a636e; font-weight: 500; white-space: nowrap; }
pre { background: #f3f5f7; padding: 8px 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 8px 0; }
figure svg { width: 100%; height: auto; }
figcaption { color: #5a636e; font-size: 13px; }
@page { size: A4 landscape; margin: 14mm; }
@media print { main { max-width: none; padding: 0; } table, figure, pre { break-inside: avoid; } }
`;
