#!/usr/bin/env bash
# Rewrites the migrations that are not released yet from what is in Data/Rows and Data/HubModel.cs: SQLite's Engine, PostgreSQL's Initial. Released ones are never touched.
set -euo pipefail
cd "$(dirname "$0")/.."
sqlite=NotifyHub/Data/Sqlite/Migrations
postgres=NotifyHub/Data/Postgres/Migrations
rm -f "$sqlite"/*_Engine.cs "$sqlite"/*_Engine.Designer.cs "$postgres"/*.cs
# The snapshot must say what the last released migration left, or the scaffolder sees no difference.
git show "$(git log -1 --format=%H --diff-filter=A -- "$sqlite"/20261121013513_Initial.cs):$sqlite/HubDbModelSnapshot.cs" > "$sqlite/HubDbModelSnapshot.cs"
# Built without the migrations that it is about to write.
dotnet build tools/Migrator -v q --nologo -p:RunAnalyzers=false

# One name for as long as it is not released: written anew by several people at once, it is a conflict in text and not in names.
scaffold() { # engine name number folder
    local written number
    written=$(dotnet run --project tools/Migrator --no-build -- "$1" "$2" | tail -1)
    number=$(basename "$written" "_$2.cs")
    sed -i "s/$number/$3/" "$4/${number}_$2.Designer.cs"
    mv "$4/${number}_$2.cs" "$4/$3_$2.cs"
    mv "$4/${number}_$2.Designer.cs" "$4/$3_$2.Designer.cs"
    echo "$4/$3_$2.cs"
}
scaffold sqlite Engine 20261126000000 "$sqlite"
scaffold postgres Initial 20261126000000 "$postgres"
