/** What may stand in the address of a board, and what its readers are told otherwise. */
import { describe, expect, it } from 'vitest';
import { readBoardScope } from '../../app/lib/board-query';

const read = (query: string) => readBoardScope(new URLSearchParams(query));

describe('a board query', () => {
  it('limits by cluster, by teams, or not at all', () => {
    expect(read('')).toEqual({ status: 'ok', scope: { clusterKey: null, teams: null } });
    expect(read('cluster=&teams=')).toEqual(read(''));
    expect(read('cluster=cc&teams=')).toEqual({ status: 'ok', scope: { clusterKey: 'cc', teams: null } });
    expect(read('teams=cc/7,far/~c3~a9')).toEqual({
      status: 'ok',
      scope: {
        clusterKey: null,
        teams: [
          { clusterKey: 'cc', teamId: '7' },
          { clusterKey: 'far', teamId: '~c3~a9' },
        ],
      },
    });
  });

  it.each([
    ['cluster=Not a key', 'cluster'],
    ['teams=7', 'teams'],
    ['teams=cc/7,', 'teams'],
    ['teams=cc/7/8', 'teams'],
    ['teams=CC/7', 'teams'],
    [`teams=${Array.from({ length: 201 }, (_, i) => `cc/${i}`)}`, 'teams'],
  ])('%.40s names the parameter that is wrong', (query, path) => {
    expect(read(query)).toMatchObject({ status: 'invalid', errors: [{ path }] });
  });
});
