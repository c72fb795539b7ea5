/** What is asked of the HTTP API besides commands and settings: bodies, and the parameters that lists share. */
import { z } from 'zod';

/** Who holds the code that was printed at the first start, and who they are from now on. */
export const firstAdministrator = z.object({
  code: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(320),
  password: z.string().max(1_000),
});

/** One click, in the demo. */
export const demoSignInAs = z.object({ as: z.enum(['administrator', 'supervisor']) });

export const LIST_USUALLY = 100;
export const LIST_AT_MOST = 500;
export const NO_CURSOR = 'is not a cursor of this list';

/** Of every list that can grow: how many, and from where on. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LIST_AT_MOST)
    .default(LIST_USUALLY)
    .describe(`How many at most, 1 to ${LIST_AT_MOST}; ${LIST_USUALLY} without it.`),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/, NO_CURSOR)
    .optional()
    .describe('As `next` of the page before said. It opens the same list with the same filters.'),
};

/** A page of a list: its items, and what to ask for to go on. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** null: that was all. */
    next: z.string().nullable().describe('The cursor of the next page; null: that was all.'),
  });
}

/** RFC 9457. */
export const problemDetails = z.object({
  type: z.string().describe('`about:blank`: the status says which kind it is.'),
  status: z.number().int().describe('The HTTP status.'),
  title: z.string().describe('What is wrong, in a few words for people.'),
  detail: z.string().optional().describe('More about it.'),
  instance: z.string().optional().describe('Which occurrence it was, to be found in the log.'),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('Which parameters or parts of the body are wrong.'),
});
