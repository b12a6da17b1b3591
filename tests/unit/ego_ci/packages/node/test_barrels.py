"""A module for each folder, which exports what is in it."""

from __future__ import annotations

from ego_ci.packages.node.barrels import barrels, root


def test_each_folder_has_one_beside_it_and_the_package_has_one() -> None:
    made = barrels({"shop/user/v1/user.ts": "export class User {}", "shop/a.ts": "export {};"})
    assert set(made) == {"index.ts", "shop.ts", "shop/user.ts", "shop/user/v1.ts"}
    assert 'export * as shop from "./shop.js";' in made["index.ts"]
    assert 'export * from "./shop/a.js";' in made["shop.ts"]
    assert 'export * as user from "./shop/user.js";' in made["shop.ts"]
    assert 'export * as v1 from "./user/v1.js";' in made["shop/user.ts"]
    assert 'export * from "./v1/user.js";' in made["shop/user/v1.ts"]


def test_of_two_equal_names_the_one_of_the_errors_counts() -> None:
    made = barrels(
        {
            "v1/user.ts": "export enum UserErr {}\nexport class User {}",
            "v1/user_errors.ts": "export const UserErr = 1;\nexport type UserErr = 1;",
        }
    )
    lines = made["v1.ts"].splitlines()
    assert [line for line in lines if "UserErr" in line] == [
        'export { UserErr } from "./v1/user_errors.js";'
    ]


def test_a_folder_called_index_does_not_stand_for_the_package() -> None:
    modules = {"index/v1/search.ts": "export class A {}", "shop/a.ts": "export {};"}
    made = barrels(modules)
    assert root(modules) == "_index"
    assert set(made) == {"_index.ts", "index.ts", "index/v1.ts", "shop.ts"}
    assert 'export * as shop from "./shop.js";' in made["_index.ts"]


def test_a_place_that_a_proto_file_has_taken_stays_its_own() -> None:
    modules = {
        "v1.ts": "export class A {}",
        "v1/b.ts": "export class B {}",
        "index.ts": "export {};",
    }
    made = barrels(modules)
    assert root(modules) == "_index"
    assert set(made) == {"_index.ts"}
    assert 'export * from "./v1.js";' in made["_index.ts"]


def test_folders_that_are_no_identifiers_get_names_that_differ() -> None:
    made = barrels(
        {"a-b/x.ts": "", "a_b/x.ts": "", "1st/x.ts": "", "default/x.ts": "", "in/x.ts": ""}
    )
    assert made["index.ts"].splitlines()[1:] == [
        'export * as _1st from "./1st.js";',
        'export * as a_b from "./a-b.js";',
        'export * as a_b_ from "./a_b.js";',
        'export * as default_ from "./default.js";',
        'export * as in from "./in.js";',
    ]
