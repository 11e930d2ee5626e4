import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { Evidence } from '../insights/evidence.tsx';

const RecommendedHereDocument = graphql(`
  query RecommendedHere {
    recommendedAgents(first: 50) {
      agent {
        id
      }
      evidence {
        ...EvidenceFacts
      }
    }
  }
`);

/** What recommends the agent to this person; nothing when nothing does, or when that is not known now: it is worth no error. */
export function WhyYouSeeIt({ agentId }: { agentId: string }) {
  const [{ data }] = useQuery({ query: RecommendedHereDocument });
  const match = data?.recommendedAgents.find(({ agent }) => agent?.id === agentId);
  if (match === undefined) return null;
  return (
    <section aria-label="Why it is recommended to you" className="mt-3 border-l-2 border-line-2 pl-2.5">
      <Evidence evidence={match.evidence} />
    </section>
  );
}
