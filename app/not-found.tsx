/** An address that leads nowhere, with the way back. */
import Link from 'next/link';

export default function NotFound() {
  return (
    <>
      <h1>There is nothing at this address.</h1>
      <p>
        A target that was removed from the configuration is archived and has no page.{' '}
        <Link href="/">Go to the overview</Link>.
      </p>
    </>
  );
}
