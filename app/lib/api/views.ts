/** The description as its page shows it: from the same operations and schemas. */
import type { z } from 'zod';
import {
  type OperationView,
  type Parameter,
  type SchemaNode,
  type Shape,
  schemaNode,
  shapeOf,
  type TagView,
} from '../../../components/api-docs/model';
import { refusalsOf } from './document';
import { componentsOf, schemaOf } from './json-schema';
import { type Example, type Operation, pathOf, tags } from './operation';
import { operations } from './registry';

export function tagViews(): TagView[] {
  return Object.entries(tags).map(([name, about]) => ({
    ...{ name, about },
    operations: operations
      .filter((o) => o.tag === name)
      .map((o) => ({ id: o.id, method: o.method.toUpperCase(), path: pathOf(o), summary: o.summary })),
  }));
}

/** null = there is none of that name. */
export function operationView(id: string): OperationView | null {
  const found = operations.find((o) => o.id === id);
  return found === undefined ? null : viewOf(found);
}

/** null = there is none of that name. */
export function schemaView(name: string): Shape | null {
  const found = Object.entries(componentsOf()).find(([key]) => key === name)?.[1];
  return found === undefined ? null : shapeOf(schemaNode.parse(found));
}

function viewOf(operation: Operation): OperationView {
  const { id, method, tag, summary, description = null, needs, params, query, body, answers, examples } = operation;
  const readable = Object.keys(answers[200]?.content ?? {}).some((type) =>
    /^(application\/json|text\/csv)$/.test(type),
  );
  return {
    ...{ id, method: method.toUpperCase(), path: pathOf(operation), tag, summary, about: description, needs },
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    body: body === undefined ? null : shapeOf(schemaNode.parse(schemaOf(body, 'input'))),
    answers: Object.entries(answers).map(([status, { what, content }]) => ({
      ...{ status, what },
      types: Object.entries(content).map(([type, schema]) => ({ type, shape: answerShape(schema) })),
    })),
    refusals: refusalsOf(operation).filter((status) => !(status in answers)),
    calls: examples.map((example) => ({
      ...{ name: example.name, status: example.status, address: addressOf(operation, example) },
      params: { ...example.params, ...example.query },
      body: example.body === undefined ? null : JSON.stringify(example.body, null, 2),
    })),
    canTry: method === 'get' && readable,
  };
}

const answerShape = (schema: z.ZodType | null): Shape | null =>
  schema === null ? null : shapeOf(schemaNode.parse(schemaOf(schema, 'output')));

function parametersOf(where: 'path' | 'query', object: z.ZodObject | undefined): Parameter[] {
  if (object === undefined) return [];
  const { properties = {}, required = [] } = schemaNode.parse(schemaOf(object, 'input'));
  return Object.entries(properties).map(([name, node]) => ({
    ...{ name, in: where, required: where === 'path' || required.includes(name), about: node.description ?? null },
    ...{ shape: shapeOf(node), choices: choicesOf(node) },
  }));
}

const choicesOf = (node: SchemaNode): string[] | null => node.enum?.map(String) ?? null;

function addressOf(operation: Operation, { params = {}, query = {} }: Example): string {
  const path = pathOf(operation).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
