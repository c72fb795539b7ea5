/** What is kept of second factors, and how people prove who they are. */
import type { PrismaClient } from '../connection';
import { guarded } from '../guarded';
import type { PeopleStore } from './port';

type Parts = 'twoFactor' | 'putTwoFactor' | 'changeTwoFactor' | 'confirmTwoFactor' | 'removeTwoFactor' | 'waysIn';

export function twoFactorsOn(db: PrismaClient): Pick<PeopleStore, Parts> {
  return {
    waysIn: () =>
      guarded('waysIn', async () => {
        const rows = await db.account.findMany({ select: { userId: true, providerId: true } });
        const ways = new Map<string, string[]>();
        for (const { userId, providerId } of rows) ways.set(userId, [...(ways.get(userId) ?? []), providerId]);
        return ways;
      }),
    twoFactor: (userId) =>
      guarded('twoFactor', async () => {
        const row = await db.twoFactor.findFirst({ where: { userId } });
        if (row === null) return null;
        const { id, secret, backupCodes, verified } = row;
        return { id, userId, secret, backupCodes, verified: verified === true };
      }),
    putTwoFactor: (row) =>
      guarded('putTwoFactor', async () => {
        const { userId } = row;
        await db.$transaction([
          db.twoFactor.deleteMany({ where: { userId } }),
          db.twoFactor.create({ data: row }),
          db.user.updateMany({ where: { id: userId }, data: { twoFactorEnabled: row.verified } }),
        ]);
      }),
    changeTwoFactor: (id, was, is) =>
      guarded('changeTwoFactor', async () => {
        const { count } = await db.twoFactor.updateMany({ where: { id, ...was }, data: is });
        return count > 0;
      }),
    confirmTwoFactor: (userId) =>
      guarded('confirmTwoFactor', async () => {
        await db.$transaction([
          db.twoFactor.updateMany({ where: { userId }, data: { verified: true } }),
          db.user.updateMany({ where: { id: userId }, data: { twoFactorEnabled: true } }),
        ]);
      }),
    removeTwoFactor: (userId) =>
      guarded('removeTwoFactor', async () => {
        await db.$transaction([
          db.twoFactor.deleteMany({ where: { userId } }),
          db.user.updateMany({ where: { id: userId }, data: { twoFactorEnabled: false } }),
        ]);
      }),
  };
}
