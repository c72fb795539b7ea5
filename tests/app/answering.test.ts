/** Whose trouble an answer names: the database's, or our own; what went wrong itself stays in the log. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { answering } from '../../app/lib/problem';
import { StoreError } from '../../server/store/store-error';

test.each([
  [new StoreError('busy', 'a private word'), 503, 'The database did not answer'],
  [new TypeError('a private word'), 500, 'Something went wrong here'],
  ['a private word', 500, 'Something went wrong here'],
])('%s is told as %i', async (thrown, status, title) => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const answer = await answering(() => Promise.reject(thrown));
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  expect(JSON.parse(text)).toEqual({
    type: 'about:blank',
    status,
    title,
    instance: expect.stringMatching(/^urn:uuid:/),
  });
  expect(text).not.toContain('private');
});
