import { Permission, requireViewer } from '@aether/common/service';
import { Ctx, Query, Resolver } from 'type-graphql';
import { verifyAudit } from '../../access/verify-audit.ts';
import type { IdentityContext } from '../../context.ts';
import { AuditVerification } from '../../types/audit-verification.ts';

@Resolver()
export class AuditVerificationResolver {
  @Permission('audit:read')
  @Query(() => AuditVerification, {
    description: 'Whether the chain of audit events is whole; it is read at each call.',
  })
  auditVerification(@Ctx() context: IdentityContext): Promise<AuditVerification> {
    const { audit, tokenPepper } = context.parts;
    return verifyAudit(audit, requireViewer(context).tenantId, { pepper: tokenPepper, signal: context.signal });
  }
}
