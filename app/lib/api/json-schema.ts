/** Zod schemas as JSON Schema 2020-12, which OpenAPI 3.1 speaks; what has a name is referred to by it. */
import { z } from 'zod';
import { itemBody } from '#contract';
import { schemas } from './schemas';

type Json = Record<string, unknown>;
type Io = 'input' | 'output';

/** What is answered is named throughout; what is sent is written out, because it may leave out what has a default. */
const named: Readonly<Record<Io, z.core.$ZodRegistry<{ id: string }>>> = {
  output: registryOf({ ...schemas, Json: itemBody }),
  input: registryOf({ Json: itemBody }),
};

function registryOf(all: Readonly<Record<string, z.ZodType>>) {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(all)) names.add(schema, { id });
  return names;
}

export function schemaOf(schema: z.ZodType, io: Io): Json {
  const id = named[io].get(schema)?.id;
  if (id !== undefined) return { $ref: `#/components/schemas/${id}` };
  const { $defs: _, $schema: __, ...made } = converted(schema, io);
  return made;
}

/** All that have a name. */
export function componentsOf(): Json {
  const holder = z.object({ ...schemas, Json: itemBody });
  // Said as it is, it refers to itself, which makers of types cannot follow.
  return { ...pickDefs(converted(holder, 'output')), Json: { description: 'Any JSON.' } };
}

const defs = z.object({ $defs: z.record(z.string(), z.record(z.string(), z.unknown())) });
const pickDefs = (made: Json): Json => {
  const all = Object.entries(defs.parse(made).$defs).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(all.map(([name, { id: _, ...schema }]) => [name, schema]));
};

function converted(schema: z.ZodType, io: Io): Json {
  const metadata = z.registry<z.core.GlobalMeta>();
  // What a schema says of itself is kept by zod, what it is called by us.
  metadata.get = (of) => ({ ...z.globalRegistry.get(of), ...named[io].get(of) });
  const made = z.toJSONSchema(schema, { io, metadata, unrepresentable: 'any', override: plainer });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

/** Without bounds that say nothing, and open to fields that later versions add. */
function plainer({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}
