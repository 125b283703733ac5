#!/usr/bin/env bash
# Rewrites the one migration that is not released yet (both engines) from what is in Data/Rows and Data/HubModel.cs. Released ones are never touched.
# When a release is made: write its commit here, and choose a new name and number.
set -euo pipefail
cd "$(dirname "$0")/.."
released=1871c40
name=Campaigns
number=20261127180000
sqlite=NotifyHub/Data/Sqlite/Migrations
postgres=NotifyHub/Data/Postgres/Migrations
rm -f "$sqlite"/*_"$name".cs "$sqlite"/*_"$name".Designer.cs "$postgres"/*_"$name".cs "$postgres"/*_"$name".Designer.cs
# The snapshots must say what the last released migration left, or the scaffolder sees no difference.
git show "$released:$sqlite/HubDbModelSnapshot.cs" > "$sqlite/HubDbModelSnapshot.cs"
git show "$released:$postgres/PostgresSchemaModelSnapshot.cs" > "$postgres/PostgresSchemaModelSnapshot.cs"
# Built without the migration that it is about to write.
dotnet build tools/Migrator -v q --nologo -p:RunAnalyzers=false

# One name for as long as it is not released: written anew by several people at once, it is a conflict in text and not in names.
scaffold() { # engine folder
    local written stamp
    written=$(dotnet run --project tools/Migrator --no-build -- "$1" "$name" | tail -1)
    stamp=$(basename "$written" "_$name.cs")
    sed -i "s/$stamp/$number/" "$2/${stamp}_$name.Designer.cs"
    mv "$2/${stamp}_$name.cs" "$2/${number}_$name.cs"
    mv "$2/${stamp}_$name.Designer.cs" "$2/${number}_$name.Designer.cs"
    echo "$2/${number}_$name.cs"
}
scaffold sqlite "$sqlite"
scaffold postgres "$postgres"
