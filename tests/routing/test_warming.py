from floorplans.compiled import Compiled
from routing import rays, tree_kernels, warming
from routing.sight import kernels


def test_nothing_is_left_to_compile_for_the_first_who_asks():
    warming.warm_up()
    helpers = {"is_tangent", "take_least"}
    for module in (kernels, tree_kernels, rays):
        for name, each in vars(module).items():
            if isinstance(each, Compiled) and name not in helpers:
                assert each.is_ready, name
