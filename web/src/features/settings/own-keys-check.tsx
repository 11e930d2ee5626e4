import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Check } from '../../ui/check.tsx';
import { toast } from '../../ui/toast.tsx';

const AllowOwnKeysDocument = graphql(`
  mutation AllowOwnKeys($input: UpdateModelProviderInput!) {
    updateModelProvider(input: $input) {
      provider {
        id
        allowOwnKeys
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Whether people may call a provider with keys of their own. */
export function OwnKeysCheck({ provider }: { provider: { id: string; allowOwnKeys: boolean } }) {
  const [{ fetching }, update] = useMutation(AllowOwnKeysDocument);
  const change = async (allowOwnKeys: boolean): Promise<void> => {
    const { data, error } = await update({ input: { providerId: provider.id, allowOwnKeys } });
    const [userError] = data?.updateModelProvider.userErrors ?? [];
    if (error === undefined && userError === undefined) return;
    toast.error('The provider was not changed', {
      description: error === undefined ? errorLine(userError) : problemLine(error),
    });
  };
  return (
    <Check
      className="mb-2"
      label="People may use own keys, and pay for that themselves"
      checked={provider.allowOwnKeys}
      disabled={fetching}
      onChange={(event) => void change(event.target.checked)}
    />
  );
}
