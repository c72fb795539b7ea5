/** Which requests the front door gives to the worker. */
import { describe, expect, it } from 'vitest';
import { destinationOf } from '../../server/start/routing';

const toWorker = (url: string, basePath = '') => {
  const { to, path } = destinationOf(url, basePath);
  return to === 'worker' ? path : to;
};

describe('the front door', () => {
  it('gives /live and what is below it to the worker', () => {
    expect(toWorker('/live')).toBe('/live');
    expect(toWorker('/live/?EIO=4&transport=websocket')).toBe('/live/?EIO=4&transport=websocket');
  });

  it('gives everything else to the dashboard, untouched', () => {
    for (const url of [
      '/',
      '/lively',
      '/target/live',
      '/_next/hmr?x=1',
      '/a%20b?c=/live',
      '*',
      'http://elsewhere/live',
    ]) {
      expect(destinationOf(url, '')).toEqual({ to: 'dashboard', path: url });
    }
  });

  it('takes a base path off for the worker and leaves it for the dashboard', () => {
    expect(toWorker('/hold/live/?a=1', '/hold')).toBe('/live/?a=1');
    expect(toWorker('/live/?a=1', '/hold')).toBe('/live/?a=1');
    expect(destinationOf('/hold/target', '/hold')).toEqual({ to: 'dashboard', path: '/hold/target' });
  });

  it('opens no other door of the worker by way of dots', () => {
    for (const url of [
      '/live/../commands',
      '/live/%2e%2e/metrics',
      '/live/..%2fmetrics/../../metrics',
      '//live/../metrics',
    ]) {
      expect(destinationOf(url, '').to, url).toBe('dashboard');
    }
    expect(toWorker('/x/../live/')).toBe('/live/');
  });
});
