/** The parameters of a page's address, as a route reads them: of repeated ones the first. */
export type PageParams = Promise<Record<string, string | string[] | undefined>>;

export async function queryOf(params: PageParams): Promise<URLSearchParams> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await params)) {
    const text = Array.isArray(value) ? value[0] : value;
    if (text !== undefined) query.set(name, text);
  }
  return query;
}
