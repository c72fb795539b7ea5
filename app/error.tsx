'use client';
/** A page that could not be loaded: what that means, and another try. */
import { Button } from '@mantine/core';

export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <>
      <h1>This page could not be loaded.</h1>
      <p>Most often the database did not answer; the log of the dashboard says. Measuring goes on without it.</p>
      <p style={{ paddingTop: 12 }}>
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      </p>
    </>
  );
}
