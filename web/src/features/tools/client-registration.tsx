/** How a client of this installation is registered by hand. */
export function ClientRegistration() {
  return (
    <>
      It registers no clients by itself. Register one there with the address{' '}
      <code className="font-mono text-12 [overflow-wrap:anywhere]">
        {`${window.location.origin}/auth/credentials/callback`}
      </code>
      , and enter what you get.
    </>
  );
}
