#!/usr/bin/env bash
# Rewrites the migration that is not released yet from what is in Data/Rows and Data/HubModel.cs. Released ones are never touched.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=NotifyHub/Data/Sqlite/Migrations
rm -f "$folder"/*_Engine.cs "$folder"/*_Engine.Designer.cs
# The snapshot must say what the last released migration left, or the scaffolder sees no difference.
git show "$(git log -1 --format=%H --diff-filter=A -- "$folder"/20261121013513_Initial.cs):$folder/HubDbModelSnapshot.cs" > "$folder/HubDbModelSnapshot.cs"
dotnet run --project tools/Migrator -v q -- Engine
