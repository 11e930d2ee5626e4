import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { DepartmentInUseError } from '../../errors.ts';
import { DeleteDepartmentInput } from '../../types/delete-department-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class DeleteDepartmentResolver {
  @Permission('department:manage')
  @Mutation(() => DeletePayload)
  async deleteDepartment(
    @Arg('input', () => DeleteDepartmentInput) input: DeleteDepartmentInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { changes, groups } = context.parts;
    const { departmentId: id } = input;
    try {
      await changes.change(causeOf(context), async (change) => {
        const before = await groups.lockedDepartment(change, id);
        if (before === null) throw new NotFoundError('department', id);
        const use = await groups.departmentUse(change, id);
        if (use.members + use.teams > 0) throw new DepartmentInUseError(before.name, use);
        await groups.deleteDepartment(change, id);
        change.tell('department-deleted', { subject: id, before });
      });
      return { deletedId: id, userErrors: [] };
    } catch (error) {
      return { deletedId: null, userErrors: [mendableError(error)] };
    }
  }
}
