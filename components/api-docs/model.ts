/** What the page of the API shows: operations by tag, what each takes and answers, and schemas in words. Pure. */
import { z } from 'zod';

/** As much of JSON Schema as our description uses. */
export interface SchemaNode {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  format?: string | undefined;
  pattern?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  exclusiveMinimum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  maxItems?: number | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  required?: string[] | undefined;
  items?: SchemaNode | undefined;
  anyOf?: SchemaNode[] | undefined;
  oneOf?: SchemaNode[] | undefined;
  allOf?: SchemaNode[] | undefined;
  additionalProperties?: SchemaNode | boolean | undefined;
}

export const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    maxItems: z.number().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    required: z.array(z.string()).optional(),
    items: schemaNode.optional(),
    anyOf: z.array(schemaNode).optional(),
    oneOf: z.array(schemaNode).optional(),
    allOf: z.array(schemaNode).optional(),
    additionalProperties: z.union([z.boolean(), schemaNode]).optional(),
  }),
);

/** A piece of the words for a type; `schema`: the name of one that has a page of its own. */
export interface Word {
  text: string;
  schema: string | null;
}

/** What a value is, in words, and what is inside it where that is written out. */
export interface Shape {
  words: Word[];
  notes: string[];
  fields: Field[];
  /** It is one of these. */
  variants: Shape[];
}

export interface Field {
  name: string;
  required: boolean;
  about: string | null;
  shape: Shape;
}

export interface Parameter extends Field {
  in: 'path' | 'query';
  /** What may be chosen, where that is a list. */
  choices: string[] | null;
}

export interface Call {
  name: string;
  status: number;
  /** Path and query, below the base path. */
  address: string;
  params: Readonly<Record<string, string>>;
  body: string | null;
}

export interface AnswerView {
  status: string;
  what: string;
  types: { type: string; shape: Shape | null }[];
}

export interface OperationView {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  about: string | null;
  needs: string;
  parameters: Parameter[];
  body: Shape | null;
  answers: AnswerView[];
  refusals: number[];
  calls: Call[];
  /** Whether its answer can be looked at here. */
  canTry: boolean;
}

export interface TagView {
  name: string;
  about: string;
  operations: Pick<OperationView, 'id' | 'method' | 'path' | 'summary'>[];
}

const word = (text: string): Word => ({ text, schema: null });
const simple = (text: string, notes: string[] = []): Shape => ({
  words: [word(text)],
  notes,
  fields: [],
  variants: [],
});

export function shapeOf(node: SchemaNode): Shape {
  if (node.$ref !== undefined) {
    const name = node.$ref.split('/').at(-1) ?? '';
    return { ...simple(''), words: [{ text: name, schema: name }] };
  }
  const choice = node.anyOf ?? node.oneOf;
  if (choice !== undefined) return choiceOf(choice);
  if (node.allOf !== undefined) return bothOf(node.allOf.map(shapeOf));
  if (node.const !== undefined) return simple(JSON.stringify(node.const));
  if (node.enum !== undefined) return simple(node.enum.map((one) => JSON.stringify(one)).join(' | '));
  switch (node.type) {
    case 'array':
      return listOf(shapeOf(node.items ?? {}), node.maxItems);
    case 'object':
      return objectOf(node);
    default:
      return simple(typeof node.type === 'string' ? node.type : 'any JSON', notesOf(node));
  }
}

/** Null is said with the others, not as one of them. */
function choiceOf(nodes: readonly SchemaNode[]): Shape {
  const others = nodes.filter((n) => n.type !== 'null').map(shapeOf);
  const orNull = others.length < nodes.length ? [word(' or null')] : [];
  const [only, ...more] = others;
  if (only === undefined) return simple('null');
  if (more.length === 0) return { ...only, words: [...only.words, ...orNull] };
  if (others.every((s) => s.fields.length === 0 && s.variants.length === 0))
    return { ...simple(''), words: [...joined(others.map((s) => s.words)), ...orNull] };
  return { ...simple(''), words: [word(`one of ${others.length}`), ...orNull], variants: others };
}

function bothOf(parts: readonly Shape[]): Shape {
  return {
    words: [word('object')],
    notes: [],
    fields: parts.flatMap((p) => p.fields),
    variants: parts.flatMap((p) => p.variants),
  };
}

function listOf(of: Shape, atMost: number | undefined): Shape {
  const notes = [...of.notes, ...(atMost === undefined ? [] : [`${atMost} at most`])];
  return { ...of, words: [word('list of '), ...of.words], notes };
}

function objectOf({ properties = {}, required = [], additionalProperties }: SchemaNode): Shape {
  const fields = Object.entries(properties).map(([name, node]) => ({
    ...{ name, required: required.includes(name), about: node.description ?? null },
    shape: shapeOf(node),
  }));
  if (fields.length > 0 || typeof additionalProperties !== 'object') return { ...simple('object'), fields };
  const values = shapeOf(additionalProperties);
  return { ...values, words: [word('object of '), ...values.words] };
}

function joined(all: readonly Word[][]): Word[] {
  return all.flatMap((words, i) => (i === 0 ? words : [word(' or '), ...words]));
}

function notesOf(node: SchemaNode): string[] {
  const { minimum, maximum, minLength, maxLength, format, pattern } = node;
  const least = minimum ?? node.exclusiveMinimum;
  return [
    ...(least === undefined ? [] : [node.minimum === undefined ? `more than ${least}` : `from ${least}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
    ...(minLength === undefined || minLength < 2 ? [] : [`at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(format === undefined ? [] : [format]),
    ...(pattern === undefined || format !== undefined || pattern.length > 60 ? [] : [pattern]),
    ...(node.default === undefined ? [] : [`${JSON.stringify(node.default)} without it`]),
  ];
}

/** For a shell; the address and the key are variables of it. */
export function curlOf(method: string, { address, body }: Call): string {
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} -H "Authorization: Bearer $HOLDFAST_KEY"`,
    ...(body === null ? [] : ["  -H 'Content-Type: application/json'", `  -d '${body.replaceAll("'", "'\\''")}'`]),
    `  "$HOLDFAST_URL${address}"`,
  ];
  return lines.join(' \\\n');
}

export function typescriptOf(method: string, { address, body }: Call): string {
  const headers = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what is shown
    '    authorization: `Bearer ${key}`,',
    ...(body === null ? [] : ["    'content-type': 'application/json',"]),
  ];
  return [
    `const answer = await fetch(\`\${url}${address}\`, {`,
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    '  headers: {',
    ...headers,
    '  },',
    ...(body === null ? [] : [`  body: JSON.stringify(${body.replaceAll('\n', '\n  ')}),`]),
    '});',
    'if (!answer.ok) throw new Error((await answer.json()).title);',
  ].join('\n');
}
