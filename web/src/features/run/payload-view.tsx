import { graphql, readFragment, type FragmentType } from '../../gql/index.ts';
import { bytes } from '../../format/bytes.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

const PayloadFragment = graphql(`
  fragment PayloadText on PayloadPreview {
    text
    bytes
    mimeType
    truncated
    url
  }
`);

/** At most 4 kB of a payload, its size, and the way to the whole. */
export function PayloadView({
  title,
  payload,
  missing,
}: {
  title: string;
  payload: FragmentType<typeof PayloadFragment> | null | undefined;
  missing: string;
}) {
  const preview = readFragment(PayloadFragment, payload);
  if (preview === null || preview === undefined) return <p className="px-4 py-3 text-ink-3">{missing}</p>;
  return (
    <section className="px-4 py-3">
      <div className="flex min-h-6 items-center gap-2">
        <h3 className="font-semibold">{title}</h3>
        <span className="text-12 text-ink-3">
          {preview.truncated ? `${bytes(preview.text.length)} of ${bytes(preview.bytes)}` : bytes(preview.bytes)}
        </span>
        <span className="flex-1" />
        {preview.url ? (
          <a href={preview.url} download className="text-link hover:underline">
            Download
          </a>
        ) : null}
        <CopyButton text={preview.text} label={`Copy ${title.toLowerCase()}`} />
      </div>
      <CodeView text={preview.text} className="mt-2" />
    </section>
  );
}
