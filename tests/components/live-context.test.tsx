import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { LiveProvider } from '../../components/live/live-context';

const opened = vi.hoisted(() => ({ links: 0 }));
vi.mock('../../components/live/link', () => ({
  createLink: () => {
    opened.links += 1;
    return { now: () => 0 };
  },
}));
vi.mock('../../components/live/ticker', () => ({ createTicker: () => ({}) }));

const render = () =>
  renderToString(
    <LiveProvider basePath="" serverZone="UTC" renderedAt={0} follows>
      page
    </LiveProvider>,
  );

afterEach(() => vi.unstubAllGlobals());

test('on the server there is no socket', () => {
  render();
  expect(opened.links).toBe(0);
});

test('a tab opens one socket, however often React begins to render its tree', () => {
  vi.stubGlobal('window', {});
  for (let attempt = 0; attempt < 8; attempt++) render();
  expect(opened.links).toBe(1);
});
