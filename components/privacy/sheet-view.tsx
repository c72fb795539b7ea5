'use client';
/** The sheet for a works council, as it is printed. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import type { PrivacySheet, SheetPart } from '#contract';
import classes from './privacy.module.css';

export function SheetView({ sheet, basePath }: { sheet: PrivacySheet; basePath: string }) {
  return (
    <>
      <p className={classes.doors}>
        <Link href="/settings/privacy">Back to Privacy</Link>
        <Button size="sm" variant="default" onClick={() => window.print()}>
          Print
        </Button>
        <a href={`${basePath}/api/v1/privacy/sheet.md`} download>
          As Markdown
        </a>
      </p>
      <article className={classes.sheet}>
        <h1>{sheet.title}</h1>
        <p className={classes.about}>{sheet.about}</p>
        {sheet.sections.map(({ heading, parts }) => (
          <section key={heading} aria-label={heading}>
            <h2>{heading}</h2>
            {parts.map((part) => (
              <Part key={part.is === 'text' ? part.text : part.is} part={part} />
            ))}
          </section>
        ))}
      </article>
    </>
  );
}

function Part({ part }: { part: SheetPart }) {
  switch (part.is) {
    case 'text':
      return <p>{part.text}</p>;
    case 'list':
      return (
        <ul>
          {part.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
        <section className={classes.scroll} aria-label={part.name} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {part.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {part.rows.map(([first = '', ...cells]) => (
                <tr key={first}>
                  <th scope="row">{first}</th>
                  {cells.map((cell, i) => (
                    <td key={part.head[i + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      );
  }
}
