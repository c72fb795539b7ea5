'use client';
/** Prints the page, or saves it as PDF: what the browser calls it. */
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';

export function PrintButton() {
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconPrinter size={16} aria-hidden="true" />}
      onClick={() => window.print()}
    >
      Print or save as PDF
    </Button>
  );
}
