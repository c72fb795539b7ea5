/** Bodies of webhooks as a site wants them: JSON whose texts hold `{{names}}` of facts, without any logic. Pure. */

export type TemplateValue = string | number | boolean | null | readonly TemplateValue[] | TemplateMap;
export interface TemplateMap {
  readonly [key: string]: TemplateValue;
}

/** What a message can be asked for. */
export const templateFields = [
  ...(['key', 'transition', 'test', 'subject', 'text', 'lines', 'link', 'acknowledgeLink'] as const),
  ...(['id', 'title', 'kind', 'severity', 'status', 'cluster', 'node', 'side', 'cause', 'failure'] as const),
  ...(['servers', 'teams', 'agents', 'agentsAtMost', 'firstSignAt', 'openedAt', 'resolvedAt'] as const),
  ...(['labels', 'bundled', 'incident'] as const),
] as const;
export type TemplateField = (typeof templateFields)[number];
export type TemplateFacts = Readonly<Record<TemplateField, TemplateValue>>;

const PLACEHOLDER = /\{\{\s*([A-Za-z]+)\s*\}\}/g;
const isField = (name: string): name is TemplateField => templateFields.some((field) => field === name);

/** What is wrong with a text of a template, in words; null: nothing. */
export function templateFault(text: string): string | null {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const unknown = names.find((name) => !isField(name));
  if (unknown !== undefined)
    return `asks for {{${unknown}}}, which is not known; known are ${templateFields.join(', ')}`;
  const rest = text.replace(PLACEHOLDER, '');
  return rest.includes('{{') || rest.includes('}}') ? 'holds {{ or }} without a name between them' : null;
}

/**
 * The template with its names replaced: a text that is one name alone becomes the fact itself, a list stays a list; within a text facts
 * are written out. Since only texts are looked into, the outcome is as valid as the template, whatever the facts say.
 */
export function filledTemplate(template: TemplateValue, facts: TemplateFacts): TemplateValue {
  if (typeof template === 'string') return filledText(template, facts);
  if (isList(template)) return template.map((item) => filledTemplate(item, facts));
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, filledTemplate(item, facts)]));
  return template;
}

const isList = (value: TemplateValue): value is readonly TemplateValue[] => Array.isArray(value);

function filledText(text: string, facts: TemplateFacts): TemplateValue {
  const whole = /^\{\{\s*([A-Za-z]+)\s*\}\}$/.exec(text)?.[1];
  if (whole !== undefined && isField(whole)) return facts[whole];
  return text.replace(PLACEHOLDER, (found, name: string) => (isField(name) ? written(facts[name]) : found));
}

function written(value: TemplateValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (!isList(value)) return JSON.stringify(value);
  return value.map(written).join(', ');
}
