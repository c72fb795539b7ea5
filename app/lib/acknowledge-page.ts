/** The page behind a message's link: one small document without script, for telephones and for people who are not signed in. */
import { createHash } from 'node:crypto';
import type { Incident } from '#contract';
import type { Acknowledgeable } from './acknowledge';
import { env } from './env';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 36rem; padding: 2rem 1rem; color: light-dark(#1b2026, #e6e9ed); background: light-dark(#fff, #181c21); }
.product { margin: 0 0 2rem; font-weight: 600; }
h1 { margin: 0 0 .75rem; font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere; }
p, form { margin: 0 0 .75rem; }
dl { margin: 1.25rem 0; display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: light-dark(#566070, #a3adba); }
dd { margin: 0; overflow-wrap: anywhere; }
button { font: inherit; font-weight: 600; min-height: 3rem; width: 100%; border: 0; border-radius: 8px; cursor: pointer; color: #fff; background: #1c5fb8; }
button:hover { background: #174f99; }
:focus-visible { outline: 3px solid light-dark(#1c5fb8, #8ab8f5); outline-offset: 2px; }
a { color: light-dark(#1c5fb8, #8ab8f5); }
`;

/** Nothing but this document and its one form; nobody is told where it was. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
  'content-security-policy': [
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  ].join('; '),
};

export function acknowledgePage(found: Acknowledgeable): Response {
  const { status, title, body } = wordsOf(found);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Holdfast</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="product">Holdfast</p>
${body.join('\n')}
</main>
</body>
</html>
`;
  return new Response(html, { status, headers });
}

interface Words {
  status: number;
  title: string;
  /** HTML, with whatever came from outside escaped. */
  body: string[];
}

function wordsOf(found: Acknowledgeable): Words {
  switch (found.kind) {
    case 'open':
      return page(200, 'Acknowledge', found.incident, [
        '<form method="post"><button type="submit">Acknowledge</button></form>',
        '<p>Reminders stop, and whoever would be told next is not. It stays open until it is over.</p>',
      ]);
    case 'done':
      return page(200, 'Acknowledged', found.incident, [
        `<p role="status"><strong>Acknowledged</strong> ${escaped(found.who)}. Reminders stop; you will be told when it is over.</p>`,
      ]);
    case 'acknowledged':
      return page(200, 'Acknowledged already', found.incident, [
        `<p><strong>Acknowledged already</strong> ${escaped(personOf(found.who))}, ${clock(found.at)}. There is nothing more to do here.</p>`,
      ]);
    case 'over':
      return page(200, 'Over already', found.incident, [
        `<p><strong>Over already</strong>${found.incident.resolved === null ? '' : `, since ${clock(found.incident.resolved.time)}`}. There is nothing to acknowledge.</p>`,
      ]);
    case 'forged':
      return plain(
        403,
        'This link is not valid',
        'It was cut off or changed on its way. Open the message again, or find the incident in the list.',
      );
    case 'expired':
      return plain(
        410,
        'This link has expired',
        'A link can be used for seven days. If the incident goes on, acknowledge it on its page.',
      );
    case 'gone':
      return plain(404, 'This incident is kept no longer', 'It is older than what Holdfast keeps.');
    case 'failed': {
      const words = found.reason ?? 'Holdfast did not answer, and nothing was changed. Try again in a moment.';
      const again = '<form method="post"><button type="submit">Try again</button></form>';
      const more = [`<p role="alert">${escaped(words)}</p>`, ...(found.reason === null ? [again] : [])];
      const status = found.reason === null ? 503 : 409;
      if (found.incident !== null) return page(status, 'Not acknowledged', found.incident, more);
      return { status, title: 'Not acknowledged', body: ['<h1>Not acknowledged</h1>', ...more] };
    }
  }
}

function page(status: number, title: string, i: Incident, more: readonly string[]): Words {
  const facts: [string, string][] = [
    ['Severity', i.severity],
    ['First sign', clock(i.firstSignAt)],
    ...(i.affected.agentsAtMost === 0
      ? []
      : ([['Agents', `${i.affected.agents} now, ${i.affected.agentsAtMost} at the most`]] as [string, string][])),
  ];
  const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`);
  const address = `${env().basePath}/incidents/${encodeURIComponent(i.id)}`;
  return {
    ...{ status, title },
    body: [
      `<h1>${escaped(i.title)}</h1>`,
      `<dl>${rows.join('')}</dl>`,
      ...more,
      `<p><a href="${escaped(address)}">Open the incident</a></p>`,
    ],
  };
}

function plain(status: number, title: string, words: string): Words {
  const list = `<p><a href="${escaped(env().basePath)}/incidents">Open the list of incidents</a></p>`;
  return { status, title, body: [`<h1>${escaped(title)}</h1>`, `<p>${escaped(words)}</p>`, list] };
}

/** A link of a message names its channel, not a person. */
const personOf = (who: string): string => (who.startsWith('via ') ? who : `by ${who}`);

/** Whoever reads it may be anywhere: with the zone. */
const clock = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
