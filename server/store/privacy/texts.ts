/** Finds what people typed about somebody, and rewrites it: notes of incidents, reasons of silences, the audit log. */
import { type Blot, blottedDeep, blottedTyped } from '../../domain/privacy/blot';
import { Prisma, type PrismaClient, type Query } from '../connection';

type BodyRow = { id: string; body: string };

/** Rows that named somebody. */
export interface FoundTexts {
  incidents: number;
  deliveries: number;
  silences: number;
  audited: number;
  transcripts: number;
  /** Of any of these. */
  events: number;
}

export interface BlottedTexts {
  found: FoundTexts;
  changes: Query<number>[];
}

/** What is told again of an incident or a silence; their texts are the only ones in history that somebody typed. */
const retold = ['incident-changed', 'silence-changed'];

/**
 * What is to be written so that `blot` finds nothing any more.
 *
 * @param words that may stand in such a text: what holds none of them is not looked at
 */
export async function blotTexts(db: PrismaClient, words: readonly string[], blot: Blot): Promise<BlottedTexts> {
  const nothing = { incidents: 0, deliveries: 0, silences: 0, audited: 0, transcripts: 0, events: 0 };
  if (words.length === 0) return { found: nothing, changes: [] };
  const holds = (column: string) => likeAny(column, words);
  const [incidents, silences, audited] = await db.$transaction([
    db.$queryRaw<BodyRow[]>`SELECT id, body FROM incident WHERE ${holds('body')}`,
    db.$queryRaw<BodyRow[]>`SELECT id, body FROM silence WHERE ${holds('body')}`,
    db.$queryRaw<(BodyRow & { subject: string })[]>`
      SELECT id, subject, detail AS body FROM audit_entry WHERE ${holds('detail')} OR ${holds('subject')}`,
  ]);
  const [deliveries, transcripts, events] = await db.$transaction([
    db.$queryRaw<BodyRow[]>`SELECT id, body FROM delivery WHERE ${holds('body')}`,
    db.$queryRaw<{ target_id: number; condition: string; body: string }[]>`
      SELECT target_id, condition, body FROM transcript WHERE ${holds('body')}`,
    db.$queryRaw<{ id: bigint; body: string }[]>`
      SELECT seq AS id, body FROM event
      WHERE target_id IS NULL AND type IN (${Prisma.join(retold)}) AND ${holds('body')}`,
  ]);
  const bodies = (table: string, rows: readonly BodyRow[]) =>
    rows.flatMap((row) => {
      const body = blottedBody(row.body, blot);
      return body === null ? [] : [db.$executeRaw`UPDATE ${Prisma.raw(table)} SET body = ${body} WHERE id = ${row.id}`];
    });
  const changed = {
    incidents: bodies('incident', incidents),
    deliveries: bodies('delivery', deliveries),
    silences: bodies('silence', silences),
    audited: audited.flatMap((row) => {
      const [detail, subject] = [blottedBody(row.body, blot, blottedDeep) ?? row.body, blot(row.subject)];
      if (detail === row.body && subject === row.subject) return [];
      return [db.$executeRaw`UPDATE audit_entry SET detail = ${detail}, subject = ${subject} WHERE id = ${row.id}`];
    }),
    transcripts: transcripts.flatMap(({ target_id, condition, body: before }) => {
      const body = blottedBody(before, blot, blottedLines);
      if (body === null) return [];
      return [
        db.$executeRaw`UPDATE transcript SET body = ${body} WHERE target_id = ${target_id} AND condition = ${condition}`,
      ];
    }),
    events: events.flatMap((row) => {
      const body = blottedBody(row.body, blot);
      return body === null ? [] : [db.$executeRaw`UPDATE event SET body = ${body} WHERE seq = ${row.id}`];
    }),
  };
  const { incidents: i, deliveries: d, silences: s, audited: a, transcripts: t, events: e } = changed;
  const found = {
    incidents: i.length,
    deliveries: d.length,
    silences: s.length,
    audited: a.length,
    transcripts: t.length,
    events: e.length,
  };
  return { found, changes: [...i, ...d, ...s, ...a, ...t, ...e] };
}

/** A transcript says what went over the wire in its lines, and who we are elsewhere. */
function blottedLines(value: unknown, blot: Blot): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const lines: unknown = Reflect.get(value, 'lines');
  const after = blottedDeep(lines, blot);
  return after === lines ? value : { ...value, lines: after };
}

/** LIKE looks at capitals or not, as the database does; both find what matters when the text is in lower case. */
function likeAny(column: string, words: readonly string[]): Prisma.Sql {
  const one = (word: string) => Prisma.sql`LOWER(${Prisma.raw(column)}) LIKE ${`%${inJson(word.toLowerCase())}%`}`;
  return Prisma.sql`(${Prisma.join(words.map(one), ' OR ')})`;
}

/** As it stands in a JSON text, with what LIKE would take for its own standing for any character. */
function inJson(word: string): string {
  return JSON.stringify(word)
    .slice(1, -1)
    .replace(/[\\%_]/g, '_');
}

/** null: there was nothing in it. */
function blottedBody(body: string, blot: Blot, within = blottedTyped): string | null {
  const before: unknown = JSON.parse(body);
  const after = within(before, blot);
  return after === before ? null : JSON.stringify(after);
}
